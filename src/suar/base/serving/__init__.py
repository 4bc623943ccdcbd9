"""Running the platform: database, pages and jobs as children of one watching process."""
