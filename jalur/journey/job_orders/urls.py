app_name = "job_orders"
urlpatterns: list = []
