from django.urls import path

from apps.traces import views

app_name = "traces"
urlpatterns = [
    path("traces/", views.trace_list, name="list"),
    path("traces/<int:trace>/native/", views.native, name="native"),
    path("traces/errors/", views.errors, name="errors"),
]
