"""OpenSearch as AWS runs it: which domains there can be, what an update leaves as it was, and upgrades."""


def extend() -> None:
    import moto.es.urls
    import moto.opensearch.urls
    from moto.opensearch import models

    from localcloud.aws.extension.backends import operations, replace_backend
    from localcloud.aws.extension.opensearch.service import OPERATIONS, SearchBackend, SearchResponse

    replace_backend(models.opensearch_backends, SearchBackend)
    for name, method in operations(OPERATIONS, "opensearch_backend").items():
        setattr(SearchResponse, name, method)
    moto.opensearch.urls.url_paths["{0}/.*$"] = SearchResponse.dispatch
    # The API of Elasticsearch has the same host. What is not of its own version is of this one.
    paths = moto.es.urls.url_paths
    for path in [path for path in paths if path.startswith("{0}/2021-01-01/")]:
        del paths[path]
    paths["{0}/2021-01-01/(?P<path>.+)$"] = SearchResponse.dispatch
