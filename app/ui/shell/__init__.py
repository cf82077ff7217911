"""The frame around every screen: companies, header, status."""
