"""scripts/setup: skips what is done, leaves nothing half-made, says plainly what is missing."""

import importlib.util
import sys
from importlib.machinery import SourceFileLoader

import pytest

from tests.launcher.conftest import CHECKOUT


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The script as a module that works in a folder of its own."""
    loader = SourceFileLoader("jalur_setup", str(CHECKOUT / "scripts" / "setup"))
    spec = importlib.util.spec_from_loader("jalur_setup", loader)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "DONE", tmp_path / ".venv" / "jalur-setup")
    monkeypatch.setattr(module, "VENDOR", tmp_path / "static" / "vendor")
    monkeypatch.setattr(module, "NODE_MODULES", tmp_path / "node_modules")
    return module


@pytest.fixture
def bare(setup, monkeypatch):
    """A machine whose Python came without venv and pip, and where nobody may install anything."""
    monkeypatch.setattr(setup, "has_ensurepip", lambda: False)
    monkeypatch.setattr(setup, "has_pip", lambda python: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    return setup


def test_a_bare_machine_is_told_what_to_install(bare, tmp_path):
    with pytest.raises(bare.SetupError, match="apt-get install python3-venv"):
        bare.make_environment()
    assert not (tmp_path / ".venv").exists()


def test_root_installs_what_is_missing(bare, monkeypatch):
    installed = []
    monkeypatch.setattr(bare, "apt_install", lambda: lambda *names: installed.extend(names) or True)
    with pytest.raises(bare.SetupError):
        bare.make_environment()
    assert installed == ["python3-venv"]


def test_without_a_browser_and_rights_the_tests_go_on_and_say_so(bare, capsys):
    bare.find_browser()
    assert "browser tests will be skipped" in capsys.readouterr().out


def test_a_step_is_done_again_when_its_input_changes(setup, tmp_path):
    (tmp_path / ".venv").mkdir()
    lock = tmp_path / "a.txt"
    lock.write_text("one")
    setup.mark_done("step", setup.fingerprint(lock))
    assert setup.is_done("step", setup.fingerprint(lock))
    lock.write_text("two")
    assert not setup.is_done("step", setup.fingerprint(lock))


def test_assets_are_swapped_in_whole(setup, tmp_path):
    source = tmp_path / "node_modules" / "thing" / "dist"
    source.mkdir(parents=True)
    (source / "thing.js").write_text("new")
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "vendor" / "old.js").write_text("old")
    setup.copy_assets({"thing/thing.js": "thing/dist/thing.js"})
    assert (tmp_path / "static" / "vendor" / "thing" / "thing.js").read_text() == "new"
    assert not (tmp_path / "static" / "vendor" / "old.js").exists()


def test_a_missing_asset_leaves_the_old_ones(setup, tmp_path):
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "vendor" / "old.js").write_text("old")
    with pytest.raises(setup.SetupError, match="do not contain"):
        setup.copy_assets({"a.js": "thing/missing.js"})
    assert (tmp_path / "static" / "vendor" / "old.js").exists()


def test_a_failing_program_shows_its_last_words(setup):
    with pytest.raises(setup.SetupError, match="disk full"):
        setup.run([sys.executable, "-c", "import sys; sys.exit('disk full')"], "It broke.")


def test_a_mirror_in_pips_settings_reaches_uv(setup, monkeypatch):
    class Answer:
        stdout = "global.index-url='https://mirror.example/simple'\nglobal.cert='/etc/ca.pem'\ninstall.no-input='1'\n"

    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(setup.subprocess, "run", lambda *words, **more: Answer)
    environment = setup.uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert environment["SSL_CERT_FILE"] == "/etc/ca.pem"


def test_a_failure_beside_stops_the_setup(setup):
    def fails():
        raise setup.SetupError("no network")

    with pytest.raises(setup.SetupError, match="no network"):
        setup.together(lambda: None, fails)
