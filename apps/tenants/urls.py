from django.urls import path

from apps.tenants import views

app_name = "tenants"
urlpatterns = [
    path("", views.home, name="home"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("invitation/<str:secret>/", views.accept_invitation, name="accept_invitation"),
]
