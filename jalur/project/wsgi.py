import os

from django.core.wsgi import get_wsgi_application

from jalur.kit.signs import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalur.project.settings")
application = only_utf8(get_wsgi_application())
