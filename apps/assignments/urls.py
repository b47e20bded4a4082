from django.urls import path

from apps.assignments import views

app_name = "assignments"
urlpatterns = [path("progress/", views.progress_card, name="progress_card")]
