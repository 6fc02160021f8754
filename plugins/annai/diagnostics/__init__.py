"""What is wrong, where, and how to mend it: findings, their wording and their printed forms."""

from annai.diagnostics.finding import Finding, Mark, Severity, has_errors, promote
from annai.diagnostics.nearest import nearest, plain

__all__ = ["Finding", "Mark", "Severity", "has_errors", "nearest", "plain", "promote"]
