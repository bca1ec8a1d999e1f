"""The web UI: people, their whole story and the figures of a published version, for those who never see SQL."""
