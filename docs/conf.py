"""How the documentation is built: Sphinx, MyST and furo, from the files here alone."""  # noqa: INP001

project = "polemos"
author = "polemos contributors"
copyright = "polemos contributors, Apache-2.0"  # noqa: A001 Sphinx's own word

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
root_doc = "index"
exclude_patterns = ["_build", "locale", "pictures"]

# `./run docs -D language=zh_TW` builds the Chinese from docs/locale/zh_TW.
language = "en"
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False

html_theme = "furo"
html_title = "polemos"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
