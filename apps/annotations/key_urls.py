"""A person's own keys: below no organization, because they are the same in all of them."""

from django.urls import path

from apps.annotations.views import keys

app_name = "keys"
urlpatterns = [
    path("", keys.keys, name="keys"),
    path("set/", keys.set_key, name="set"),
    path("reset/", keys.reset, name="reset"),
]
