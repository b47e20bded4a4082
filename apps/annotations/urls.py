from django.urls import path

from apps.annotations import views

app_name = "annotations"
urlpatterns = [
    path("annotate/", views.start, name="start"),
    path("annotate/next/", views.next_trace, name="next"),
    path("annotate/<int:assignment>/", views.annotate, name="annotate"),
    path("annotate/<int:assignment>/draft/", views.draft, name="draft"),
    path("annotate/<int:assignment>/submit/", views.submit, name="submit"),
    path("annotate/<int:assignment>/skip/", views.skip, name="skip"),
    path("my-work/", views.my_work, name="my_work"),
]
