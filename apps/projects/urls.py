from django.urls import path

from apps.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("new-project/", views.create, name="create"),
    path("p/<slug:project>/", views.detail, name="detail"),
    path("p/<slug:project>/settings/", views.change, name="change"),
]
