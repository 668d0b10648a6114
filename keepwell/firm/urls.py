"""The firm's pages, and the door to all of them."""

from allauth.account import views as door
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from keepwell.firm.pages import settings, setup, teammates, teams, tokens

pages = [
    path("setup/", setup.SetUp.as_view(), name="setup"),
    path("join/<str:secret>/", setup.Join.as_view(), name="join"),
    path("settings/", settings.overview, name="settings"),
    path("settings/me/", settings.me, name="me"),
    path("settings/firm/", settings.firm, name="firm"),
    path("settings/hours/", settings.hours, name="hours"),
    path("settings/hours/holidays/", settings.holidays, name="holidays"),
    path("settings/security/", settings.security, name="security"),
    path("settings/teammates/", teammates.teammate_list, name="teammates"),
    path("settings/teammates/invite/", teammates.invite, name="invite"),
    path("settings/teammates/<uuid:teammate_id>/", teammates.teammate, name="teammate"),
    path("settings/teammates/<uuid:teammate_id>/link/", teammates.renew, name="renew"),
    path("settings/teammates/<uuid:teammate_id>/role/", teammates.role, name="role"),
    path("settings/teammates/<uuid:teammate_id>/left/", teammates.left, name="left"),
    path("settings/teammates/<uuid:teammate_id>/absence/", teammates.absence, name="absence"),
    *(
        path(
            f"settings/teammates/<uuid:teammate_id>/{verb}/",
            teammates.act,
            {"verb": verb},
            name=verb,
        )
        for verb in ("withdraw", "rejoin", "second-factor")
    ),
    path("settings/absences/<uuid:absence_id>/end/", teammates.back, name="back"),
    path("settings/tokens/", tokens.token_list, name="tokens"),
    path("settings/tokens/<uuid:token_id>/end/", tokens.revoke, name="token_revoke"),
    path("settings/teams/", teams.team_list, name="teams"),
    path("settings/teams/<uuid:team_id>/", teams.team, name="team"),
    path("settings/teams/<uuid:team_id>/dissolve/", teams.dissolve, name="dissolve"),
]

sign_in = [
    path("sign-in/", door.login, name="account_login"),
    path("sign-out/", door.logout, name="account_logout"),
    path("sign-in/closed/", door.account_inactive, name="account_inactive"),
    path("sign-in/again/", door.reauthenticate, name="account_reauthenticate"),
    path("sign-in/code/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/code/again/", second.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/forgotten/", door.password_reset, name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/", door.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "sign-in/forgotten/done/",
        door.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/refused/", elsewhere.login_error, name="socialaccount_login_error"),
    path("sign-in/with/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path(
        "sign-in/with/<str:provider_id>/back/", openid.callback, name="openid_connect_callback"
    ),
]

locks = [
    path("", RedirectView.as_view(pattern_name="firm:security"), name="mfa_index"),
    path("password/", door.password_change, name="account_change_password"),
    path("password/set/", door.password_set, name="account_set_password"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("sessions/end/", settings.end_session, name="end_session"),
]

urlpatterns = [
    path("", include((pages, "firm"))),
    path("", include(sign_in)),
    path("settings/security/lock/", include(locks)),
]
