"""How far each role sees unless the firm chooses otherwise. Plain Python."""

from keepwell.firm.rules import Role

DEFAULT_REACH = {
    Role.PARTNER: "all",
    Role.ADMINISTRATOR: "all",
    Role.COMPLIANCE: "all",
    Role.FINANCE: "all",
    Role.ADVISER: "team",
    Role.DELIVERY: "own",
}
