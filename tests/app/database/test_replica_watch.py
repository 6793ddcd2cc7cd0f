from app.database.replica_watch import LagClock


def test_a_replica_that_has_everything_does_not_lag_however_idle_the_master() -> None:
    clock = LagClock()
    clock.master_at(100, now=0)
    clock.master_at(100, now=50)
    assert clock.lag_seconds(100, now=60) == 0


def test_lag_is_the_age_of_the_first_thing_missing() -> None:
    clock = LagClock()
    clock.master_at(100, now=10)
    clock.master_at(200, now=11)
    clock.master_at(300, now=12)
    assert clock.lag_seconds(150, now=13) == 2
    assert clock.lag_seconds(250, now=13) == 1
    assert clock.lag_seconds(50, now=13) == 3
