"""The staff console under /staff."""

from frontdesk.staff.blueprint import staff_blueprint

__all__ = ["staff_blueprint"]
