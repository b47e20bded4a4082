"""Below /o/<organization>/imports/: before an import there is no project to stand below."""

from django.urls import path

from apps.annotations.importing import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("<int:upload>/", views.import_page, name="import"),
    path("<int:upload>/begin/", views.begin, name="begin"),
    path("<int:upload>/cancel/", views.cancel, name="cancel"),
    path("<int:upload>/progress/", views.progress, name="progress"),
    path("<int:upload>/remove/", views.remove, name="remove"),
]
