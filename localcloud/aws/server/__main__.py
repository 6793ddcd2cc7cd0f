"""`python -m localcloud.aws.server --cloud-dir DIR`: serves the AWS of one cloud until it is terminated."""

import argparse
import os
import sys
from pathlib import Path


def main() -> None:
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets must be the same when requests are executed again after a restart.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "UTC"}
        os.execve(sys.executable, [sys.executable, "-m", "localcloud.aws.server", *sys.argv[1:]], environment)
    parser = argparse.ArgumentParser(prog="python -m localcloud.aws.server", description=__doc__)
    parser.add_argument("--cloud-dir", type=Path, required=True, help="directory with the cloud's cloud.json")
    arguments = parser.parse_args()

    from localcloud.aws.server.cloud_file import CloudFile
    from localcloud.aws.server.serve import serve

    try:
        cloud = CloudFile.read(arguments.cloud_dir)
    except ValueError as error:
        sys.exit(str(error))
    serve(cloud)


if __name__ == "__main__":
    main()
