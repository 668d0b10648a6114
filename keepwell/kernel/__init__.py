"""The grammar every room speaks: command, refusal, news, verdict, money, spans, ids."""
