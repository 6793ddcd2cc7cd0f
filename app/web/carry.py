"""Requests and answers between Flask and the app."""

from flask import Response, request

from app.dispatch.message import Answer, Request


def to_flask(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


def from_flask(path: dict[str, str]) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(path, request.args.to_dict(), headers, request.get_data(cache=False))
