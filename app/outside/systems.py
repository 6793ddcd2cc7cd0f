"""All outside systems, as the settings describe them."""

from app.domain.ports import CampaignSearch, Outside
from app.outside.crawler import PoliteCrawler
from app.outside.http import OutsideApi
from app.outside.services import AssistantApi, HostingApi, PaymentApi, SnsApi, TelegramApi
from app.outside.smtp import SmtpMailer
from app.outside.webhooks import AllowedWebhooks
from app.settings import Settings


def connect_outside(settings: Settings) -> Outside:
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
        search=_search(settings),
        messenger=telegram(settings),
    )  # fmt: skip


def telegram(settings: Settings) -> TelegramApi | None:
    if settings.telegram_url is None or settings.telegram_token is None:
        return None
    # There the token is a part of the address, which no error message repeats.
    token = settings.telegram_token.get_secret_value()
    return TelegramApi(OutsideApi(f"{settings.telegram_url}/bot{token}", None))


def _search(settings: Settings) -> CampaignSearch | None:
    if settings.search_url is None:
        return None
    # Imported where it is used: it takes half a second and 20 MB, and most processes have no search.
    from app.outside.search import OpenSearchCampaigns

    return OpenSearchCampaigns(settings.search_url, settings.search_ca_file)
