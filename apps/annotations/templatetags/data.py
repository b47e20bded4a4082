from django import template

from apps.annotations.page_data import data_script

register = template.Library()
register.filter("data_script", data_script)
