from components.workloads.pod import file_of


def test_a_setting_has_a_file_of_its_name() -> None:
    assert file_of("jwt_signing_key") == "jwt-signing-key"
