from django.urls import path

from apps.annotations.views import flags, pages, reading, traces, turns

app_name = "annotations"
urlpatterns = [
    path("annotate/", pages.start, name="start"),
    path("annotate/next/", pages.next_trace, name="next"),
    path("annotate/upcoming/", reading.upcoming, name="upcoming"),
    path("annotate/guidelines/", pages.guidelines, name="guidelines"),
    path("annotate/guidelines/<int:number>/read/", pages.guidelines_read, name="guidelines_read"),
    path("annotate/<int:assignment>/", pages.annotate, name="annotate"),
    path("annotate/<int:assignment>/data/", reading.data, name="data"),
    path("annotate/<int:assignment>/steps/", reading.steps, name="steps"),
    path("annotate/<int:assignment>/text/", reading.text, name="text"),
    path("annotate/<int:assignment>/editable/", reading.editable, name="editable"),
    path("annotate/<int:assignment>/blocks/", reading.blocks, name="blocks"),
    path("annotate/<int:assignment>/files/", reading.files, name="files"),
    path("annotate/<int:assignment>/arguments/", reading.arguments, name="arguments"),
    path("annotate/<int:assignment>/search/", reading.search, name="search"),
    path("annotate/<int:assignment>/images/<str:attachment>/", reading.image, name="image"),
    path("annotate/<int:assignment>/draft/", turns.draft, name="draft"),
    path("annotate/<int:assignment>/submit/", turns.submit, name="submit"),
    path("annotate/<int:assignment>/skip/", turns.skip, name="skip"),
    path("annotate/<int:assignment>/release/", turns.release, name="release"),
    path("annotate/<int:assignment>/flag/", flags.flag, name="flag"),
    path("annotate/<int:assignment>/flag/<int:flag>/withdraw/", flags.withdraw, name="withdraw_flag"),
    path("flags/<int:flag>/step/", flags.flagged_step, name="flagged_step"),
    path("traces/<int:trace>/", traces.trace, name="trace"),
    path("traces/<int:trace>/steps/<int:step>/", traces.trace_step, name="trace_step"),
    path("traces/<int:trace>/images/<str:attachment>/", traces.trace_image, name="trace_image"),
    path("traces/<int:trace>/picture/", traces.trace_picture, name="trace_picture"),
    path("traces/<int:trace>/ways/<int:way>/", traces.trace, name="trace_way"),
    path("traces/<int:trace>/ways/<int:way>/steps/<int:step>/", traces.trace_step, name="trace_way_step"),
    path("traces/<int:trace>/ways/<int:way>/picture/", traces.trace_picture, name="trace_way_picture"),
    path("my-work/", pages.my_work, name="my_work"),
]
