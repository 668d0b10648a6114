"""What pages of imports say."""

from django import template

from keepwell.exchange.words import told

register = template.Library()
register.filter("told", told)
