"""Below /o/<organization>/p/<project>/."""

from django.urls import path

from apps.ingest import views

app_name = "ingest"
urlpatterns = [
    path("import/", views.upload_list, name="list"),
    path("import/rows/", views.rows, name="rows"),
    path("import/begin/", views.begin, name="begin"),
    path("import/cancel/", views.cancel, name="cancel"),
    path("import/<int:file>/", views.upload_page, name="upload"),
    path("import/<int:file>/bytes/", views.receive, name="receive"),
    path("import/<int:file>/format/", views.choose, name="choose"),
    path("import/<int:file>/remove/", views.remove, name="remove"),
]
