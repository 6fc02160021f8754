"""The only place where the floors meet: reading, checking, projecting, rendering, drawing, publishing."""
