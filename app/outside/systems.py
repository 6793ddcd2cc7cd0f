"""All outside systems, as the settings describe them."""

from app.domain.ports import Outside
from app.outside.crawler import PoliteCrawler
from app.outside.http import OutsideApi
from app.outside.search import OpenSearchCampaigns
from app.outside.services import AssistantApi, HostingApi, PaymentApi, SnsApi
from app.outside.smtp import SmtpMailer
from app.outside.webhooks import AllowedWebhooks
from app.settings import Settings


def connect_outside(settings: Settings) -> Outside:
    search = settings.search_url
    return Outside(
        sns=SnsApi(OutsideApi(settings.sns_url, settings.sns_token)),
        mail=SmtpMailer(
            host=settings.smtp_host, port=settings.smtp_port, user=settings.smtp_user,
            password=settings.smtp_password, sender=settings.mail_from, ca_file=settings.smtp_ca_file,
        ),
        payments=PaymentApi(OutsideApi(settings.payment_url, settings.payment_token)),
        crawler=PoliteCrawler(settings.crawl_sources, settings.crawl_delay_seconds),
        webhooks=AllowedWebhooks(settings.webhook_hosts),
        assistant=AssistantApi(OutsideApi(settings.assistant_url, settings.assistant_token)),
        hosting=HostingApi(OutsideApi(settings.hosting_url, settings.hosting_token)),
        search=OpenSearchCampaigns(search.get_secret_value()) if search else None,
    )  # fmt: skip
