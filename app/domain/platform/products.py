"""What can be subscribed to."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.platform import Product
from app.domain.problem import Conflict, NotFound
from app.domain.shapes import Body, Cents, Line, Page, PageQuery, Reply, Word, page_of

products = Routes("platform", "/api/products")

RESPONSES = Cached("responses")


class ProductReply(Reply):
    id: int
    slug: str
    name: str
    price_cents: int
    employees: int


class NewProduct(Body):
    slug: Word
    name: Line
    price_cents: Cents
    employees: Annotated[int, Field(ge=1, le=1000)]


@products.add(
    "GET",
    "",
    access=Access.PUBLIC,
    query=PageQuery,
    reply=Page[ProductReply],
    eventual=True,
    cached=RESPONSES,
)
def list_products(call: Call, query: PageQuery) -> Page[ProductReply]:
    rows = select(Product).where(Product.active).order_by(Product.price_cents, Product.id)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[ProductReply.model_validate(product) for product in found], **numbers)


@products.add(
    "GET", "/{product_id}", access=Access.PUBLIC, reply=ProductReply, eventual=True, cached=RESPONSES
)
def get_product(call: Call, product_id: int) -> ProductReply:
    product = call.session.get(Product, product_id)
    if product is None or not product.active:
        raise NotFound(f"There is no product with the id {product_id}; /api/products lists them.")
    return ProductReply.model_validate(product)


@products.add(
    "POST", "", access=Access.ADMIN, status=201, body=NewProduct, reply=ProductReply, stales=(RESPONSES,)
)
def add_product(call: Call, body: NewProduct) -> ProductReply:
    if call.session.scalar(select(Product.id).where(Product.slug == body.slug)):
        raise Conflict(f"There is a product called {body.slug} already; choose another slug.")
    product = Product(**body.model_dump(), active=True)
    call.session.add(product)
    call.session.flush()
    return ProductReply.model_validate(product)
