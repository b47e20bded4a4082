"""Below /o/<organization>/imports/: before an import there is no project to stand below."""

from django.urls import path

from apps.annotations import import_views

app_name = "imports"
urlpatterns = [
    path("", import_views.import_list, name="list"),
    path("<int:upload>/", import_views.import_page, name="import"),
    path("<int:upload>/begin/", import_views.begin, name="begin"),
    path("<int:upload>/cancel/", import_views.cancel, name="cancel"),
    path("<int:upload>/progress/", import_views.progress, name="progress"),
    path("<int:upload>/remove/", import_views.remove, name="remove"),
]
