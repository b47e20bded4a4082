from django.urls import path

from apps.exports import views

app_name = "exports"
urlpatterns = [
    path("exports/", views.export_list, name="list"),
    path("exports/rows/", views.rows, name="rows"),
    path("exports/card/", views.card, name="card"),
    path("exports/<int:export>/<str:name>", views.download, name="download"),
]
