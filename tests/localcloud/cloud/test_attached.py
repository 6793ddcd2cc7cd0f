from tests.attached import assert_it_ends_in_order


def test_after_ctrl_c_the_program_ends_in_order_and_its_exit_code_is_ours() -> None:
    assert_it_ends_in_order(
        "from localcloud.cloud.attached import attached\nsys.exit(attached(command, Path.cwd(), os.environ))"
    )
