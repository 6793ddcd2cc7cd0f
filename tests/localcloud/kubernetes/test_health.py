import pytest

from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.health import api_is_ready, controllers_work, etcd_is_ready

pytestmark = pytest.mark.engine


def test_what_does_not_run_is_not_ready(fleet: Fleet) -> None:
    plane = fleet.plane("shared")
    plane.ensure()
    layout, api = plane.layout, plane.api()
    assert etcd_is_ready(layout)
    assert api_is_ready(layout, api)
    assert controllers_work(api)
    plane.stop()
    try:
        assert not etcd_is_ready(layout)
        assert not api_is_ready(layout, api)
        assert not controllers_work(api)
    finally:
        plane.ensure()
