"""Projects: the list everybody starts from, and a project's page for those who run it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.projects import services
from apps.projects.cards import CARDS
from apps.projects.forms import ProjectForm
from apps.projects.markdown import html_of
from apps.projects.queries import project_or_404, projects
from apps.tenants import lookups
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role


@require_safe
@least(Role.ANNOTATOR)
def project_list(request: MemberRequest) -> HttpResponse:
    """Managers and reviewers go to a project's page from here, annotators straight to their work."""
    has_other_places = len(lookups.places_of_user(request.user.pk)) > 1
    return render(request, "projects/list.html", {"projects": projects(), "has_other_places": has_other_places})


@require_safe
@least(Role.REVIEWER)
def detail(request: MemberRequest, project: str) -> HttpResponse:
    cards = [card for card in CARDS if request.membership.reaches(card.least)]
    row = project_or_404(project)
    context = {"project": row, "cards": cards, "guidelines_html": html_of(row.guidelines)}
    return render(request, "projects/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def create(request: MemberRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        project = services.create_project(by=request.membership, **form.cleaned_data)
        messages.success(request, _("The project is there. Import traces into it next."))
        return redirect("projects:detail", request.organization.slug, project.slug)
    return render(request, "projects/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def change(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    form = ProjectForm(request.POST or None, instance=project_or_404(project))
    if request.method == "POST" and form.is_valid():
        services.change_project(project=row, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("projects:detail", request.organization.slug, row.slug)
    return render(request, "projects/form.html", {"form": form, "project": row})
