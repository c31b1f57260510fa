"""Pages of Streamlit: what runs at each interaction, and what is cached how."""
