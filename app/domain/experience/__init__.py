"""Experience: listings gathered from other platforms."""

from app.domain.experience.crawls import crawls
from app.domain.experience.listings import listings

ENDPOINTS = [*listings.endpoints, *crawls.endpoints]
