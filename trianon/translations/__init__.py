"""The desk of the translators: what people wrote, made readable for the other country by people."""
