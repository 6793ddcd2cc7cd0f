"""CloudFront as moto lacks it: policies, VPC origins, distributions with all of their configuration."""


def extend() -> None:
    from moto.cloudfront import urls
    from moto.cloudfront.models import cloudfront_backends
    from moto.cloudfront.responses import CloudFrontResponse

    from localcloud.aws.extension.backends import operations, replace_backend
    from localcloud.aws.extension.cloudfront.service import OPERATIONS, CloudFront

    replace_backend(cloudfront_backends, CloudFront)
    for name, method in operations(OPERATIONS, "backend").items():
        setattr(CloudFrontResponse, name, method)
    # Moto lists the paths one by one; which operation a path is for, botocore's model tells anyway.
    urls.url_paths.clear()
    urls.url_paths["{0}/.*"] = CloudFrontResponse.dispatch
