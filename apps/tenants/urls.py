from django.urls import path

from apps.tenants import link_views, people_views, views

app_name = "tenants"
PEOPLE = "o/<slug:organization>/people/"
urlpatterns = [
    path("", views.home, name="home"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("invitation/<str:secret>/", views.accept_invitation, name="accept_invitation"),
    path(PEOPLE, people_views.people, name="people"),
    path(f"{PEOPLE}<int:member>/", people_views.person, name="person"),
    path(f"{PEOPLE}<int:member>/pause/", people_views.pause, name="pause"),
    path(f"{PEOPLE}<int:member>/link/", link_views.link, name="link"),
    path(f"{PEOPLE}invitations/<int:invitation>/send/", people_views.send_again, name="send_again"),
    path(f"{PEOPLE}invitations/<int:invitation>/revoke/", people_views.revoke, name="revoke"),
]
