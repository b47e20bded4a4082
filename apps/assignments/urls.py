from django.urls import path

from apps.assignments import flag_views, views

app_name = "assignments"
urlpatterns = [
    path("progress/", views.progress_card, name="progress_card"),
    path("flags/", flag_views.flag_list, name="flags"),
    path("flags/<int:flag>/resolve/", flag_views.resolve, name="resolve_flag"),
]
