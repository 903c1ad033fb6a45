"""All kinds of record that a snapshot may tell, and a store keeps."""

from polemos.core.claim import Finding
from polemos.core.forecast import Forecast
from polemos.core.record import Area, Event, Observation, Statement

Record = Observation | Area | Event | Statement | Forecast | Finding
