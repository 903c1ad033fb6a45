"""All kinds of record that a snapshot may tell, and a store keeps."""

from polemos.core.claim import Finding
from polemos.core.forecast import Forecast
from polemos.core.negotiation import Coding, Event, Step
from polemos.core.record import Area, Observation, Statement

Record = Observation | Area | Event | Step | Coding | Statement | Forecast | Finding
