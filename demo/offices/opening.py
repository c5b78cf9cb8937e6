"""All six demo offices, by name."""

from demo.offices.agency_hosts import WEST, WORLD
from demo.offices.childhood import ChildhoodOffice
from demo.offices.migration import MigrationOffice
from demo.offices.network import NetworkOffice
from demo.offices.observatory import ObservatoryOffice
from demo.offices.ombudsman import OmbudsmanOffice
from demo.texts import Text
from demo.web import Office


def open_offices(texts: tuple[Text, ...]) -> dict[str, Office]:
    """The offices with these texts."""
    offices: tuple[Office, ...] = (
        MigrationOffice(WORLD, texts),
        MigrationOffice(WEST, texts),
        ChildhoodOffice(texts),
        OmbudsmanOffice(texts),
        NetworkOffice(texts),
        ObservatoryOffice(texts),
    )
    return {office.name: office for office in offices}
