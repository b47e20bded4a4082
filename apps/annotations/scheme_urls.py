"""Below /o/<organization>/p/<project>/questions/."""

from django.urls import path

from apps.annotations import other_views, scheme_views

app_name = "schemes"
urlpatterns = [
    path("", scheme_views.edit, name="edit"),
    path("preview/", scheme_views.preview, name="preview"),
    path("versions/", scheme_views.versions, name="versions"),
    path("others/", other_views.others, name="others"),
    path("others/promote/", other_views.promote, name="promote"),
    path("others/lead/", other_views.lead, name="lead"),
]
