"""Review: campaigns, the influencers that fit them, and their rewards."""

from app.domain.review.applications import applications
from app.domain.review.campaigns import campaigns

ENDPOINTS = [*campaigns.endpoints, *applications.endpoints]
