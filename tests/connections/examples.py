from tests.access.example import Write, about

OPENS = {
    "connections:list": about("connection", pk="provider.pk"),
    "connections:connect": about("connection", pk="provider.pk"),
    "connections:*": about("connection", pk="connection.pk"),
}
WRITES = {
    "connections:connect": Write(
        {"name": "Pendaftaran LPK", "role": "instructor", "reads": ["geography:read"]}
    ),
    "connections:connection_step/renew": Write(),
    "connections:connection_step/revoke": Write(),
}
SUBJECTS = {"connections:connection": "connection"}
