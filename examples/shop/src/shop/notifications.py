"""Mail to customers, and messages to the supplier."""

import asyncio
import logging
import smtplib
from email.message import EmailMessage

import httpx

from shop.settings import settings

logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(message)s")
logger = logging.getLogger(__name__)


def compose(recipient: str, subject: str, text: str) -> EmailMessage:
    """A message that is ready to be sent."""
    message = EmailMessage()
    message["From"] = "Shop <orders@shop.example.com>"
    message["To"] = recipient
    message["Subject"] = subject
    message.set_content(text)
    return message


def deliver(message: EmailMessage) -> None:
    """Hands a message to the mail server."""
    config = settings()
    with smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=10) as server:
        server.starttls()
        server.login(config.smtp_user, config.smtp_password.get_secret_value())
        server.send_message(message)


def send_invoice(recipient: str, order_id: int, total: str) -> None:
    """Mails an invoice, and waits until the mail server has it."""
    deliver(compose(recipient, f"Your order {order_id}", f"Thank you. We received {total} EUR."))
    logger.info("mailed the invoice of order %s", order_id)


async def send_welcome(recipient: str, name: str) -> None:
    """Mails a welcome, and leaves the loop free meanwhile."""
    message = compose(recipient, "Welcome", f"Hello {name}, welcome to the shop.")
    await asyncio.to_thread(deliver, message)


async def ask_supplier(sku: str) -> int:
    """How many pieces the supplier has."""
    async with httpx.AsyncClient(timeout=5.0) as client:
        answer = await client.get(settings().supplier_url, params={"sku": sku})
    answer.raise_for_status()
    return int(answer.json()["pieces"])


def notify_warehouse(order_id, lines, urgent=False):
    """Writes the packing list of an order to the log that the warehouse reads."""
    for line in lines:
        logger.warning("%spack order %s: %s", "URGENT " if urgent else "", order_id, line)
