"""An administrator of exams adds a rank and takes it away, with the client of openapi-python-client."""

import os

from generated_client import AuthenticatedClient
from generated_client.api.assessment_ranks import delete_api_v1_ranks_by_id as delete_rank
from generated_client.api.assessment_ranks import get_api_v1_ranks as list_ranks
from generated_client.api.assessment_ranks import post_api_v1_ranks as add_rank
from generated_client.api.assessment_sessions import get_api_v1_auth_csrf_token as csrf
from generated_client.api.assessment_sessions import post_api_v1_auth_login as log_in
from generated_client.models import AdminLoginIn, CsrfView, LoginView, TitleIn, TitleView

# The cookies of a session come by themselves; the header is set once its token is known.
client = AuthenticatedClient(base_url=os.environ["STORY_URL"], token="", prefix="", auth_header_name="X-XSRF-TOKEN")


def show_token() -> None:
    """Changes show the token of the session: it changes at the login."""
    token = csrf.sync(client=client)
    assert isinstance(token, CsrfView), token
    client.get_httpx_client().headers["X-XSRF-TOKEN"] = token.csrf_token


show_token()
name, password = os.environ["STORY_EXAM_USERNAME"], os.environ["STORY_PASSWORD"]
session = log_in.sync(client=client, body=AdminLoginIn(username=name, password=password))
assert isinstance(session, LoginView) and session.username == name, session
show_token()

made = add_rank.sync(client=client, body=TitleIn(title="Story of a client"))
assert isinstance(made, TitleView) and made.title == "Story of a client", made
ranks = list_ranks.sync(client=client, limit=100)
assert isinstance(ranks, list) and made.id in [rank.id for rank in ranks], ranks
deleted = delete_rank.sync_detailed(made.id, client=client)
assert deleted.status_code == 200, deleted
print("openapi-python-client: a rank was added and taken away")
