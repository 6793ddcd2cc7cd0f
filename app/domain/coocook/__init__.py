"""CooCook: chefs that can be booked, and what their guests say."""

from app.domain.coocook.booking_steps import steps
from app.domain.coocook.bookings import bookings
from app.domain.coocook.chefs import chefs
from app.domain.coocook.reviews import reviews

ENDPOINTS = [*chefs.endpoints, *bookings.endpoints, *steps.endpoints, *reviews.endpoints]
