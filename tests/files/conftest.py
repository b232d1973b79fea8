import pytest


@pytest.fixture
def own_store(settings, tmp_path):
    """A store and a folder for what is on its way that no other test writes to."""
    folder = tmp_path / "store"
    settings.FILES_INCOMING = settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILES_INCOMING.mkdir()
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    return folder
